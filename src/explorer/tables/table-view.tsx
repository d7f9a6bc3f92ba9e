import { useMemo, useState } from "react";
import { csvOf, sortRows, type Cell, type Table } from "./tables.ts";

/** The answer's lists as sortable tables that can be taken away as CSV. */
export function TableView({ tables }: { readonly tables: readonly Table[] }) {
  const [index, setIndex] = useState(0);
  const table = tables[index] ?? tables[0];
  if (table === undefined) return null;
  return (
    <div className="table-view">
      <div className="table-bar">
        {tables.length > 1 ? (
          <select
            aria-label="List"
            value={tables.indexOf(table)}
            onChange={(event) => setIndex(Number(event.currentTarget.value))}
          >
            {tables.map(({ name }, position) => (
              <option key={name} value={position}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <strong>{table.name}</strong>
        )}
        <span>
          {table.rows.length} {table.rows.length === 1 ? "row" : "rows"}
        </span>
        <button type="button" onClick={() => download(table)}>
          Download CSV
        </button>
      </div>
      <SortableTable key={table.name} table={table} />
    </div>
  );
}

function SortableTable({ table }: { readonly table: Table }) {
  const [sort, setSort] = useState<{ readonly column: number; readonly isDescending: boolean } | null>(null);
  const rows = useMemo(
    () => (sort === null ? table.rows : sortRows(table.rows, sort.column, sort.isDescending)),
    [table, sort],
  );
  const sortBy = (column: number) =>
    setSort({ column, isDescending: sort?.column === column && !sort.isDescending });
  return (
    // Scrolls by keyboard too.
    <div className="table-scroll" tabIndex={0} role="region" aria-label={table.name}>
      <table>
        <thead>
          <tr>
            {table.columns.map((name, column) => (
              <th key={name} scope="col" aria-sort={ariaSort(sort, column)}>
                <button type="button" onClick={() => sortBy(column)}>
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, position) => (
            <tr key={position}>
              {row.map((cell, column) => (
                <td key={column} className={typeof cell === "number" ? "number" : undefined}>
                  {shown(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ariaSort(sort: { readonly column: number; readonly isDescending: boolean } | null, column: number) {
  if (sort?.column !== column) return "none";
  return sort.isDescending ? "descending" : "ascending";
}

const shown = (cell: Cell): string => (cell === null ? "–" : String(cell));

function download(table: Table): void {
  const url = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${table.name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
