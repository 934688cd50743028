package io.mailwright.recipient;

import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.UnsubscribeToken;
import io.mailwright.feedback.unsubscribe.Subscription;
import io.mailwright.feedback.unsubscribe.UnsubscribeScope;
import io.mailwright.feedback.unsubscribe.Unsubscribes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Unsubscribing. GET only asks: scanners and browsers fetch links ahead. POST does it, at once and
 * without a log-in where a mail program sends what RFC 8058 section 3.1 says; from the page it
 * takes the recipient's choice.
 */
@WebServlet(name = "unsubscribe", urlPatterns = "/u/*")
public class UnsubscribeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String ONE_CLICK = "List-Unsubscribe";
  private static final String ACTION = "action";
  private static final String LIST = "list";
  private static final String ALL = "all";
  private static final String CHOOSE = "choose";
  private static final String BACK = "back";
  private static final String PAGE = "unsubscribe page";
  private static final Logger LOG = Logger.getLogger(UnsubscribeServlet.class.getName());

  /** A form of ours has a choice for each list. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final int MOST_PASSED_OVER = 4 * 1024 * 1024;

  private static final int NOT_FOUND = HttpServletResponse.SC_NOT_FOUND;

  @Inject private transient RecipientLinks links;
  @Inject private transient Unsubscribes unsubscribes;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    secure(response);
    Optional<UnsubscribeToken> who = who(request);
    if (who.isEmpty()) {
      unknown(request, response);
      return;
    }
    Subscription now = unsubscribes.of(who.get());
    show(page(request, now), now, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    secure(response);
    Optional<UnsubscribeToken> who = who(request);
    if (who.isEmpty()) {
      unknown(request, response);
      return;
    }
    if (!isReadable(request)) {
      tooLarge(request, response);
      return;
    }
    Subscription before = unsubscribes.of(who.get());
    String done = act(request, who.get());
    Subscription now = unsubscribes.of(who.get());
    RecipientPage page = page(request, now);
    if (isTrue(request.getParameter(ACTION), before, now)) {
      page.done(page.word(done));
    }
    offerBack(page, now.leftSince(before));
    show(page, now, response);
  }

  /** Does what was asked for and says how the page calls it. */
  private String act(HttpServletRequest request, UnsubscribeToken who) {
    String action = request.getParameter(ACTION);
    if (CHOOSE.equals(action)) {
      unsubscribes.choose(who, chosen(request), PAGE);
      return "done.chosen";
    }
    if (BACK.equals(action)) {
      unsubscribes.takeBack(who, chosen(request));
      return "done.back";
    }
    if (ALL.equals(action)) {
      unsubscribes.leave(who, UnsubscribeScope.ALL, PAGE);
      return "done.all";
    }
    // Anything else that is posted here wants out; some programs leave the body away.
    unsubscribes.leave(
        who,
        unsubscribes.oneClickScope(),
        request.getParameter(ONE_CLICK) == null ? "unsubscribe link" : "one-click unsubscribe");
    return "done.left";
  }

  /** Whether what the page says of an action is so: some is not the recipient's to change. */
  private static boolean isTrue(String action, Subscription before, Subscription now) {
    if (BACK.equals(action)) {
      return !now.getsNothing() && !now.equals(before);
    }
    return !CHOOSE.equals(action) || !now.getsNothing();
  }

  /** What no form of ours sends, the server does not take apart. */
  private static boolean isReadable(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > MOST_BYTES) {
      // Whoever still sends hears no answer.
      request.getInputStream().readNBytes(MOST_PASSED_OVER);
      return false;
    }
    try {
      request.getParameterMap();
      return true;
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "a form that cannot be read", e);
      return false;
    }
  }

  private static void tooLarge(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RecipientPage page = new RecipientPage(language(request, Optional.empty()));
    page.heading(page.word("title")).paragraph(page.word("tooLarge"));
    page.send(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
  }

  /** For who pressed the wrong button. */
  private static void offerBack(RecipientPage page, List<Long> left) {
    if (!left.isEmpty()) {
      page.beginForm();
      left.forEach(list -> page.hidden(LIST, Long.toString(list)));
      page.button(BACK, page.word("back"), false).endForm();
    }
  }

  private static void secure(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("X-Robots-Tag", "noindex");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'");
  }

  private Optional<UnsubscribeToken> who(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? Optional.empty() : links.unsubscribe(path.substring(1));
  }

  private static List<Long> chosen(HttpServletRequest request) {
    String[] values = request.getParameterValues(LIST);
    return values == null
        ? List.of()
        : Stream.of(values).filter(v -> v.matches("\\d{1,18}")).map(Long::valueOf).toList();
  }

  private static void unknown(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RecipientPage page = new RecipientPage(language(request, Optional.empty()));
    page.heading(page.word("unknown.title")).paragraph(page.word("unknown.text"));
    page.send(response, NOT_FOUND);
  }

  private static RecipientPage page(HttpServletRequest request, Subscription now) {
    RecipientPage page = new RecipientPage(language(request, now.locale()));
    return page.heading(page.word("title"));
  }

  private static void show(RecipientPage page, Subscription now, HttpServletResponse response)
      throws IOException {
    page.paragraph(MessageFormat.format(page.word("address"), masked(now.emailKey())));
    page.beginForm();
    if (now.getsNothing() && !now.mayReturn()) {
      page.paragraph(page.word("nothing"));
    } else if (now.lists().isEmpty()) {
      page.paragraph(page.word(now.getsNothing() ? "nothing" : "noLists"));
      if (!now.getsNothing()) {
        page.button(ALL, page.word("leaveAll"), true);
      }
    } else {
      page.paragraph(page.word(now.getsNothing() ? "leftAll" : "choose"));
      now.lists()
          .forEach(
              list ->
                  page.choice(
                      LIST,
                      Long.toString(list.id()),
                      list.name(),
                      !now.getsNothing() && !list.isLeft()));
      if (now.isSubscribed()) {
        page.button("leave", page.word(now.lists().size() == 1 ? "leaveOne" : "leaveThese"), true);
      }
      page.button(CHOOSE, page.word("save"), !now.isSubscribed());
      if (!now.getsNothing()) {
        page.button(ALL, page.word("leaveAll"), false);
      }
    }
    page.endForm();
    page.send(response, HttpServletResponse.SC_OK);
  }

  /** Enough for its owner: a mail with the link may have been passed on. */
  static String masked(String emailKey) {
    int at = emailKey.lastIndexOf('@');
    int first = at > 1 ? emailKey.offsetByCodePoints(0, 1) : 0;
    return emailKey.substring(0, first) + "•••" + emailKey.substring(at);
  }

  /** The contact's language, else the browser's; English or Chinese. */
  private static Locale language(HttpServletRequest request, Optional<String> own) {
    Locale wanted =
        own.map(tag -> Locale.forLanguageTag(tag.replace('_', '-'))).orElse(request.getLocale());
    return wanted.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
  }
}
