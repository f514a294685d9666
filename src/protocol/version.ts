/**
 * Version of everything that a page and a host say to each other: links, control messages and input packets.
 * It stands in the path of the page (`/v1/`), in the link's fragment and in the hello, so that a page and a
 * host of different versions notice before anything else happens.
 */
export const PROTOCOL_VERSION = 1;
