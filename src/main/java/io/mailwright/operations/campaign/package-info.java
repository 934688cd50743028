/**
 * What operators do with a campaign: start, pause, resume, cancel, test, settle what is in doubt;
 * and how far it is.
 */
package io.mailwright.operations.campaign;
