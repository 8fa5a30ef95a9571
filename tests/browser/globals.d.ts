// What Django's catalog of translations puts on every page.
declare function gettext(text: string): string;
declare function ngettext(one: string, many: string, count: number): string;
declare function interpolate(text: string, values: object, named: boolean): string;
