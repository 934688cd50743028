/**
 * Taking in the files of a template: decoding them and holding them to the rules that mail sets.
 *
 * <p>Where they are stored and how they are encoded again for sending does not belong here.
 */
package io.mailwright.content.attachment;
