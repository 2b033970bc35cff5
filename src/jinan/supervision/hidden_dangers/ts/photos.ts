// Photos go off as soon as they are chosen; without script the button beside sends them.
export const selector = "form[data-photos]";

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  form.addEventListener("change", () => {
    form.setAttribute("aria-busy", "true");
    form.requestSubmit();
  });
}
