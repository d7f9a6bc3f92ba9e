/**
 * Dense symmetric matrices in row-major Float64Arrays: the four operations that the fit needs, on thousands of small
 * blocks. Inner loops run along rows, and indexing goes through these functions only.
 */

/** Σ left·right over `length` numbers. Four sums, since one would wait for each addition before the next. */
export function dot(
  left: Float64Array,
  leftStart: number,
  right: Float64Array,
  rightStart: number,
  length: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += product(left, leftStart + i, right, rightStart + i);
    b += product(left, leftStart + i + 1, right, rightStart + i + 1);
    c += product(left, leftStart + i + 2, right, rightStart + i + 2);
    d += product(left, leftStart + i + 3, right, rightStart + i + 3);
  }
  for (; i < length; i += 1) a += product(left, leftStart + i, right, rightStart + i);
  return a + b + c + d;
}

const product = (left: Float64Array, i: number, right: Float64Array, j: number): number =>
  (left[i] ?? 0) * (right[j] ?? 0);

/** target += factor · source, over `length` numbers. */
export function addScaled(
  target: Float64Array,
  targetStart: number,
  factor: number,
  source: Float64Array,
  sourceStart: number,
  length: number,
): void {
  for (let i = 0; i < length; i += 1) {
    target[targetStart + i] = (target[targetStart + i] ?? 0) + factor * (source[sourceStart + i] ?? 0);
  }
}

/**
 * Cholesky's factor of the leading `pivots` rows and columns, in place in the lower triangle, and the Schur complement
 * of what follows them. With `pivots` = `size` it is the usual factor. The upper triangle is neither read nor written.
 * @throws {RangeError} when the matrix is not positive definite, which a covariance with a nugget always is
 */
export function eliminate(matrix: Float64Array, size: number, pivots = size): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const place = row * size + column;
      const rest =
        (matrix[place] ?? 0) - dot(matrix, row * size, matrix, column * size, Math.min(column, pivots));
      if (column >= pivots) matrix[place] = rest;
      else if (column < row) matrix[place] = rest / (matrix[column * size + column] ?? 0);
      else if (rest > 0) matrix[place] = Math.sqrt(rest);
      else throw new RangeError("Matrix is not positive definite.");
    }
  }
}

/** Solves L·X = B in place, for a lower factor of `size` rows and `width` right-hand sides, B being row-major. */
export function solveLower(
  factor: Float64Array,
  size: number,
  rightSides: Float64Array,
  width: number,
): void {
  for (let row = 0; row < size; row += 1) {
    for (let other = 0; other < row; other += 1) {
      const weight = factor[row * size + other] ?? 0;
      if (weight !== 0) addScaled(rightSides, row * width, -weight, rightSides, other * width, width);
    }
    const pivot = factor[row * size + row] ?? 0;
    for (let i = row * width; i < (row + 1) * width; i += 1) rightSides[i] = (rightSides[i] ?? 0) / pivot;
  }
}

/**
 * Solves Lᵀ·x = b in place for the leading `size` rows and columns of a factor whose rows are `stride` long.
 */
export function solveLowerTransposed(
  factor: Float64Array,
  size: number,
  vector: Float64Array,
  stride = size,
): void {
  for (let row = size - 1; row >= 0; row -= 1) {
    const value = (vector[row] ?? 0) / (factor[row * stride + row] ?? 0);
    vector[row] = value;
    addScaled(vector, 0, -value, factor, row * stride, row);
  }
}

/** Adds RᵀR to the lower triangle of `target`, for `rows` rows of `width` numbers. */
export function addGram(target: Float64Array, rows: Float64Array, count: number, width: number): void {
  for (let row = 0; row < count; row += 1) {
    for (let i = 0; i < width; i += 1) {
      const weight = rows[row * width + i] ?? 0;
      if (weight !== 0) addScaled(target, i * width, weight, rows, row * width, i + 1);
    }
  }
}
