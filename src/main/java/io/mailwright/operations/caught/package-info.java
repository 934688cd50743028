/**
 * The mails that the sandbox caught, taken apart for people to look at. Running the sandbox does
 * not belong here.
 */
package io.mailwright.operations.caught;
