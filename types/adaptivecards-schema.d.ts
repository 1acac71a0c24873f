/** Stands in for `adaptivecards/src/schema`, which the declarations of adaptivecards-templating refer to and which does not compile under our settings. */
export type IAdaptiveCard = object;
