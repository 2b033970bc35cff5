// A tree longer than its box opens where the page stands.
export const selector = ".tree";

export function connect(element: HTMLElement): void {
  const here = element.querySelector<HTMLElement>("[aria-current]");
  if (!here) return;
  const middle = here.getBoundingClientRect().top - element.getBoundingClientRect().top - element.clientHeight / 2;
  if (middle > 0) element.scrollTop += middle;
}
