// A part that asks for itself says when it no longer gets an answer, rather than show old things as new.
export const selector = "[data-alive]";

export function connect(element: HTMLElement): void {
  const tell = (alive: boolean) => element.setAttribute("data-alive", alive ? "yes" : "no");
  element.addEventListener("htmx:afterRequest", (event) => tell((event as CustomEvent).detail.successful));
}
