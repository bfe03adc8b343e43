/* own_group: while the working groups sit: which one is mine, who is in it, who chairs it, and its drafts. */
import type { JSX } from "preact";
import { isolate } from "../ctrl/say";
import { listed, t } from "../i18n/index";
import type { Group } from "../sync/kinds";
import { Button, Plain, Text } from "./parts";
import { useRoom } from "./use";

export function OwnGroup(): JSX.Element | null {
    const ctrl = useRoom();
    const groups = ctrl.room.list("group").value;
    const own = groups.find((one) => one.id === ctrl.self.value?.group);
    const shown = own && !ctrl.rights.value.staff ? [own] : groups;
    if (groups.length === 0) {
        return ctrl.edits.value
            ? <div><Button onClick={() => ctrl.panels.openTool("groups")}>{t("ui.tool.groups")}</Button></div>
            : null;
    }
    return <ul class="own-groups">{shown.map((group) => <OneGroup key={group.id} group={group} own={group === own} />)}</ul>;
}

function OneGroup(props: { group: Group; own: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { group, own } = props;
    const members = room.list("person").value.filter((one) => one.group === group.id);
    const chair = room.get("person", group.chair);
    const see = (): void => {
        ctrl.plan.place.value = group.id;
        ctrl.show("plan");
    };
    return (
        <li class={`panel stack ${own ? "mine" : ""}`}>
            <h3><Text of={group.title} />{own && <> <span class="tag on">{t("ui.groups.yours")}</span></>}</h3>
            <p class="small">
                {chair && <><span class="soft">{t("ui.groups.chair")}:</span> <Plain>{chair.name}</Plain><br /></>}
                <span class="soft">{t("ui.groups.members", { n: members.length })}</span>{" "}
                <Plain>{listed(members.map((one) => isolate(one.name ?? "")))}</Plain>
            </p>
            <div><Button look={own ? "first" : ""} onClick={see}>{t(own ? "ui.groups.draft" : "ui.groups.see")}</Button></div>
        </li>
    );
}
