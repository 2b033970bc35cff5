// Files dropped on a record or chosen for it are sent one after another, each with its progress.
export const selector = "[data-drop]";

interface Answer {
  faults: string[];
}

function line(list: Element, name: string): { bar: HTMLProgressElement; fault(text: string): void } {
  const item = document.createElement("li");
  const label = document.createElement("span");
  label.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(label, bar);
  list.append(item);
  const fault = (text: string) => {
    bar.remove();
    item.classList.add("failed");
    item.append(text);
  };
  return { bar, fault };
}

function send(form: HTMLFormElement, file: File, list: Element): Promise<boolean> {
  const shown = line(list, file.name);
  if (file.size > Number(form.dataset.limit)) {
    shown.fault(form.dataset.tooLarge ?? "");
    return Promise.resolve(false);
  }
  const body = new FormData(form);
  body.delete("file");
  body.append("file", file);
  return new Promise((done) => {
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("Accept", "application/json");
    call.responseType = "json";
    call.upload.onprogress = (event) => (shown.bar.value = event.loaded / event.total);
    call.onload = () => {
      const good = call.status === 201;
      if (!good) shown.fault((call.response as Answer | null)?.faults?.join(" ") || (form.dataset.broken ?? ""));
      done(good);
    };
    call.onerror = () => {
      shown.fault(form.dataset.broken ?? "");
      done(false);
    };
    call.send(body);
  });
}

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const list = form.querySelector(".sending")!;
  const field = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const sendAll = async (files: File[]) => {
    const results = [];
    for (const file of files) results.push(await send(form, file, list));
    if (results.length && results.every(Boolean)) location.reload();
    else form.classList.toggle("partly", results.some(Boolean));
    field.value = "";
  };
  field.addEventListener("change", () => sendAll([...(field.files ?? [])]));
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    sendAll([...(event.dataTransfer?.files ?? [])]);
  });
}
