/**
 * Every setting of the product once: its name, its default, what it means. Where the values come
 * from belongs in {@code runtime.settings}; limits of one campaign or server stand with it.
 */
package io.mailwright.kernel.settings;
