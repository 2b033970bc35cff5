// A filter form goes off by itself when a choice changes; typing waits for Enter, so an input method is left alone.
export const selector = "form[data-autosubmit]";

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  form.addEventListener("change", (event) => {
    if ((event.target as HTMLElement).matches("select, input[type=checkbox]")) form.requestSubmit();
  });
}
