/** What a shell has in the place of what tells one report from another. */

/** An id that nothing has: a page of it stands for all that are made of the same source. */
export const ANY = "any-one-of-them";
export const ANY_PAGES = [`/recording/${ANY}`, `/workload/${ANY}`];

/** What the queries of a user's own pages gave, by places in the sources: no part of a shell. */
export const OWN_DATA = /^pages\/.*\.sql-\d+\.json$/;

/** Framework is asked so for a shell and not for a whole site. */
export const ASKED = "PORTOLAN_SHELL";
export const IS_SHELL = process.env[ASKED] !== undefined;
