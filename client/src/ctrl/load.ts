/* load: something asked of the server over HTTP: its value, whether it is under way, and why it failed. */
import { signal, type ReadonlySignal } from "@preact/signals";
import { ApiError } from "../api";
import { t } from "../i18n/index";

export interface Load<T> {
    readonly value: ReadonlySignal<T | undefined>;
    readonly busy: ReadonlySignal<boolean>;
    readonly failed: ReadonlySignal<ApiError | undefined>;
    /* Ask (again). Undefined when it failed; `failed` then tells why. Never rejects. */
    run(ask: () => Promise<T>): Promise<T | undefined>;
    clear(): void;
}

export function asApiError(error: unknown): ApiError {
    return error instanceof ApiError ? error : new ApiError("failed", t("ui.failed"), 0);
}

export function load<T>(): Load<T> {
    const value = signal<T | undefined>(undefined);
    const busy = signal(false);
    const failed = signal<ApiError | undefined>(undefined);
    return {
        value,
        busy,
        failed,
        async run(ask) {
            busy.value = true;
            failed.value = undefined;
            try {
                return (value.value = await ask());
            } catch (error) {
                failed.value = asApiError(error);
                return undefined;
            } finally {
                busy.value = false;
            }
        },
        clear() {
            value.value = undefined;
            failed.value = undefined;
        },
    };
}
