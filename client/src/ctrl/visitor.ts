/* visitor: who uses this browser, as far as the server knows: an account, seats in workshops, or nobody. */
import { api, type Me } from "../api";
import { load } from "./load";

export const me = load<Me>();

export const loadMe = (): Promise<Me | undefined> => me.run(api.me);
