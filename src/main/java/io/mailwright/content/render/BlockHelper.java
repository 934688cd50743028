package io.mailwright.content.render;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.Template;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The block helpers. They do what Handlebars defines, but their output runs through a {@link
 * LimitedWriter} and every entry is counted, so that no block can grow unseen in a buffer.
 */
enum BlockHelper implements Helper<Object> {
  IF {
    @Override
    public Object apply(Object value, Options options) throws IOException {
      return options.isFalsy(value)
          ? render(options.inverse, options.context, options)
          : render(options.fn, options.context, options);
    }
  },
  UNLESS {
    @Override
    public Object apply(Object value, Options options) throws IOException {
      return options.isFalsy(value)
          ? render(options.fn, options.context, options)
          : render(options.inverse, options.context, options);
    }
  },
  WITH {
    @Override
    public Object apply(Object value, Options options) throws IOException {
      if (options.isFalsy(value)) {
        return render(options.inverse, options.context, options);
      }
      Context inner =
          options.context.model() == value ? options.context : child(options.context, value);
      return render(options.fn, named(inner, options, value), options);
    }
  },
  EACH {
    @Override
    public Object apply(Object value, Options options) throws IOException {
      if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
        return render(options.inverse, options.context, options);
      }
      RenderBudget budget = TemplateHelpers.scope(options).budget();
      LimitedWriter out = new LimitedWriter(budget.outputChars(), 256);
      int index = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        budget.enter();
        Context inner =
            Context.newBuilder(options.context, entry.getValue())
                .combine("@key", entry.getKey())
                .combine("@index", index)
                .combine("@first", index == 0 ? "first" : "")
                .combine("@last", index == map.size() - 1 ? "last" : "")
                .build();
        options.fn.apply(named(inner, options, entry.getValue(), entry.getKey()), out);
        index++;
      }
      return out.content();
    }
  };

  private static Context child(Context parent, Object value) {
    return Context.newContext(parent, value);
  }

  /** Gives the block's {@code as |value key|} names their values. */
  private static Context named(Context context, Options options, Object... values) {
    List<String> names = options.blockParams;
    if (names.isEmpty()) {
      return context;
    }
    int count = Math.min(names.size(), values.length);
    return Context.newBlockParamContext(
        context, names.subList(0, count), List.of(values).subList(0, count));
  }

  private static CharSequence render(Template body, Context context, Options options)
      throws IOException {
    RenderBudget budget = TemplateHelpers.scope(options).budget();
    budget.enter();
    LimitedWriter out = new LimitedWriter(budget.outputChars(), 256);
    body.apply(context, out);
    return out.content();
  }
}
