// A button opens the dialog it names.
export const selector = "[data-open]";

export function connect(element: HTMLElement): void {
  element.addEventListener("click", () => {
    element.closest<HTMLDetailsElement>("details")?.removeAttribute("open");
    document.querySelector<HTMLDialogElement>(`#${element.dataset.open}`)?.showModal();
  });
}
