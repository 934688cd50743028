/**
 * Words that are shown to people, in English and Simplified Chinese side by side.
 *
 * <p>Reasons and labels that belong to one stage stand with that stage; pages have their own
 * bundles.
 */
package io.mailwright.kernel.text;
