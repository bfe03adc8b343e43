/* main: the page starts here. */
import { render } from "preact";
import { ready } from "./i18n/index";

const root = document.getElementById("app");
if (root) void ready.then(() => render(<main />, root));
