/**
 * Where settings come from: MicroProfile Config. What they mean stands in {@code kernel.settings}.
 */
package io.mailwright.runtime.settings;
