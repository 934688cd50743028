package io.mailwright.content.render;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Decorator;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.HelperRegistry;
import com.github.jknack.handlebars.Options;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The helpers a template may call: this fixed set and no other. The library's own registry brings
 * helpers that read files, write logs and compile scripts, and lets more be added; this one does
 * not.
 */
final class TemplateHelpers implements HelperRegistry {
  private static final Map<String, Helper<?>> BLOCKS =
      Map.of(
          "if", BlockHelper.IF,
          "unless", BlockHelper.UNLESS,
          "with", BlockHelper.WITH,
          "each", BlockHelper.EACH);

  private static final Map<String, Helper<?>> VALUES =
      Map.of(
          "default", ValueHelper.DEFAULT,
          "upper", ValueHelper.UPPER,
          "lower", ValueHelper.LOWER,
          "eq", ValueHelper.EQ,
          "startsWith", ValueHelper.STARTS_WITH,
          "formatNumber", ValueHelper.FORMAT_NUMBER,
          "formatDate", ValueHelper.FORMAT_DATE);

  static boolean isBlock(String name) {
    return BLOCKS.containsKey(name);
  }

  static boolean isValue(String name) {
    return VALUES.containsKey(name);
  }

  /** The root scope of the rendering that a helper is called from. */
  static RenderScope scope(Options options) {
    Context context = options.context;
    while (context.parent() != null) {
      context = context.parent();
    }
    return (RenderScope) context.model();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <C> Helper<C> helper(String name) {
    Helper<?> block = BLOCKS.get(name);
    return (Helper<C>) (block != null ? block : VALUES.get(name));
  }

  @Override
  public Set<Map.Entry<String, Helper<?>>> helpers() {
    Set<Map.Entry<String, Helper<?>>> all = new LinkedHashSet<>(BLOCKS.entrySet());
    all.addAll(VALUES.entrySet());
    return all;
  }

  @Override
  public Decorator decorator(String name) {
    return null;
  }

  @Override
  public <H> HelperRegistry registerHelper(String name, Helper<H> helper) {
    throw closed();
  }

  @Override
  public <H> HelperRegistry registerHelperMissing(Helper<H> helper) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(Object source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(Class<?> source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(URI source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(File source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(String name, Reader source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(String name, InputStream source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerHelpers(String name, String source) {
    throw closed();
  }

  @Override
  public HelperRegistry registerDecorator(String name, Decorator decorator) {
    throw closed();
  }

  @Override
  public HelperRegistry setCharset(Charset charset) {
    return this;
  }

  private static UnsupportedOperationException closed() {
    return new UnsupportedOperationException("The set of template helpers is fixed");
  }
}
