/* main: the style, and the screen that the address means. */
import "./css/tokens.css";
import "./css/base.css";
import "./css/pages.css";
import "./css/room.css";
import "./css/people.css";
import "./css/stage.css";
import "./css/floor.css";
import "./css/screen.css";
import { render, type JSX } from "preact";
import { place } from "./ctrl/route";
import { ready, t } from "./i18n/index";
import { Front, LogInOrHome, SetUp } from "./view/front";
import { Join, PersonalLink } from "./view/join";
import { Wrong } from "./view/page";
import { Announcer } from "./view/parts";
import { RoomScreen } from "./view/room";

function Screen(): JSX.Element | null {
    const at = place.value;
    switch (at.is) {
        case "front":
            return <Front />;
        case "login":
            return <LogInOrHome />;
        case "setup":
            return <SetUp token={at.token} />;
        case "join":
            return <Join code={at.code} />;
        case "link":
            return <PersonalLink token={at.token} />;
        case "room":
            return <RoomScreen key={at.id} id={at.id} />;
        case "unknown":
            return <Wrong title={t("ui.wrong.page")} text={t("ui.wrong.page_text")} />;
    }
}

function App(): JSX.Element {
    return (
        <>
            <Screen />
            <Announcer />
        </>
    );
}

/* What stood there while the page loaded goes: below the room it would let the whole page be scrolled. */
void ready.then(() => {
    const app = document.getElementById("app")!;
    app.textContent = "";
    render(<App />, app);
});
