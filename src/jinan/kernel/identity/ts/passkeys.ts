// A passkey is made or asked for; the answer goes off with the form. Without such keys the form stays hidden.
export const selector = "form[data-passkey]";

async function answer(form: HTMLFormElement): Promise<string> {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content ?? "";
  const question = await fetch(form.dataset.question!, {
    method: "POST",
    headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
  });
  if (!question.ok) throw new Error(question.statusText);
  const { publicKey } = await question.json();
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  return JSON.stringify(credential);
}

export function connect(element: HTMLElement): void {
  if (!("PublicKeyCredential" in window) || !("parseCreationOptionsFromJSON" in PublicKeyCredential)) return;
  const form = element as HTMLFormElement;
  const field = form.elements.namedItem("answer") as HTMLInputElement;
  const trouble = form.querySelector<HTMLElement>("[data-trouble]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (field.value) return;
    event.preventDefault();
    if (trouble) trouble.hidden = true;
    answer(form)
      .then((given) => {
        field.value = given;
        form.submit();
      })
      .catch(() => {
        if (trouble) trouble.hidden = false;
      });
  });
}
