import type { ReactNode } from "react";

/** Line drawings on a 24 × 24 grid, in the colour of the text around them. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const ExamplesIcon = () => (
  <Icon>
    <path d="M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 16h7M16.5 12.5v7" />
  </Icon>
);

export const GuidesIcon = () => (
  <Icon>
    <path d="M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14" />
  </Icon>
);

export const ShareIcon = () => (
  <Icon>
    <path d="M9 8V5h10v13h-3M5 8h11v13H5z" />
  </Icon>
);

export const ThemeIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
  </Icon>
);

export const Gem = () => (
  <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
    <path className="gem-rock" d="M9 3h14l7 9-3 13-9 5H9l-6-9 1-12z" />
    <path className="gem-stone" d="M11 10h10l4 5-9 11-9-11z" />
    <path className="gem-light" d="M11 10h10l-5 5zM7 15h18l-9 11z" />
  </svg>
);
