// Shows the document with Swagger UI, in the colours that the reader prefers.
const night = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", night.matches);
night.addEventListener("change", paint);
paint();

SwaggerUIBundle({
  url: document.getElementById("tool").dataset.document,
  domNode: document.getElementById("tool"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // It would ask a server on the internet whether the document is good.
  validatorUrl: null,
});
