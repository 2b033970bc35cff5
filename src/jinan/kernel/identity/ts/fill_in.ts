// One click on an account of the demonstration fills in its name and password.
export const selector = "[data-fill-login]";

export function connect(element: HTMLElement): void {
  element.addEventListener("click", () => {
    const form = document.querySelector<HTMLFormElement>("#sign-in-form");
    if (!form) return;
    const put = (name: string, value: string) => {
      (form.elements.namedItem(name) as HTMLInputElement).value = value;
    };
    put("login", element.dataset.fillLogin!);
    put("password", element.dataset.fillPassword!);
    form.querySelector<HTMLButtonElement>("button.primary")?.focus();
  });
}
