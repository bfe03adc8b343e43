/* dialogs_more: the dialogs that everybody can open: keys and settings. */
import type { JSX } from "preact";
import { t } from "../i18n/index";
import { Button, Go, LangSwitch, Modal, ThemeSwitch } from "./parts";
import { ModePicker } from "./pickers";
import { useRoom } from "./use";

const KEYS: readonly (readonly [string, string])[] = [
    ["?", "ui.keys.help"],
    ["g n · g a · g p · g e", "ui.keys.places"],
    ["n", "ui.keys.next"],
    ["h", "ui.keys.hand"],
    ["1 … 9", "ui.keys.choose"],
    ["Enter", "ui.keys.send"],
    ["/", "ui.keys.search"],
    ["← ↑ → ↓", "ui.keys.arrows"],
    ["Enter · Esc", "ui.keys.edit"],
    ["Alt + ↑ ↓", "ui.keys.move"],
    ["Ctrl + Enter", "ui.keys.below"],
];

export function Keys(): JSX.Element {
    const ctrl = useRoom();
    return (
        <Modal title={t("ui.keys.title")} onClose={() => ctrl.closeDialog()}>
            <dl class="keys">
                {KEYS.map(([key, text]) => (
                    <>
                        <dt><kbd>{key}</kbd></dt>
                        <dd>{t(text)}</dd>
                    </>
                ))}
            </dl>
        </Modal>
    );
}

export function Settings(): JSX.Element {
    const ctrl = useRoom();
    const self = ctrl.self.value;
    const open = ctrl.room.workshop.value?.state !== "closed" && !self?.guest;
    return (
        <Modal title={t("ui.settings")} onClose={() => ctrl.closeDialog()}>
            <div class="field">
                <span class="label">{t("ui.language")}</span>
                <div><LangSwitch onChoose={(to) => ctrl.speak(to)} /></div>
            </div>
            <ThemeSwitch />
            {self && open && <ModePicker value={self.mode} onChoose={(mode) => ctrl.takePart(mode)} />}
            <div class="row">
                {ctrl.edits.value && (
                    <Button onClick={() => ctrl.openDialog({ is: "workshop" })}>{t("ui.workshop.title")}</Button>
                )}
                <Button onClick={() => ctrl.openDialog({ is: "keys" })}>{t("ui.keys.title")}</Button>
                {ctrl.rights.value.person && (
                    <Button onClick={() => ctrl.openDialog({ is: "export" })}>{t("ui.export.title")}</Button>
                )}
                <Go to="/" class="button">{t("ui.leave")}</Go>
            </div>
        </Modal>
    );
}
