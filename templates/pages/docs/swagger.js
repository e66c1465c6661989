// Shows the document with Swagger UI, in the colours that the reader prefers.
const night = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", night.matches);
night.addEventListener("change", paint);
paint();

// Swagger UI would send the example of every parameter along. One that may be left out is left out until somebody
// fills it in; its example goes to its description.
const examplesAside = (document) => {
  const aside = structuredClone(document);
  for (const parameter of Object.values(aside.components.parameters)) {
    if (!parameter.required && "example" in parameter) {
      parameter.description += `\n\nFor example \`${[parameter.example].flat().join(",")}\``;
      delete parameter.example;
    }
  }
  return aside;
};
const readDocument = { updateJsonSpec: (read) => (document) => read(examplesAside(document)) };

SwaggerUIBundle({
  url: document.getElementById("tool").dataset.document,
  domNode: document.getElementById("tool"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  plugins: [() => ({ statePlugins: { spec: { wrapActions: readDocument } } })],
  // It would ask a server on the internet whether the document is good.
  validatorUrl: null,
});
