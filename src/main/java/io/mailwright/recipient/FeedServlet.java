package io.mailwright.recipient;

import io.mailwright.feedback.feed.FeedIntake;
import io.mailwright.feedback.feed.FeedRequest;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where providers post what came back. No log-in: what is posted is signed. Bodies are bounded, few
 * are worked on at a time, and who is refused again and again has to wait.
 */
@WebServlet(name = "feed", urlPatterns = "/f/*")
public class FeedServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = Logger.getLogger(FeedServlet.class.getName());
  private static final JsonProvider JSON = JsonProvider.provider();

  /** Bytes of a body; SendGrid's are below 768 KB. */
  private static final int MOST_BYTES = 2 * 1024 * 1024;

  private static final int AT_A_TIME = 8;
  private static final int LONGEST_ADDRESS = 40;
  private static final int TOO_MANY = 429;
  private static final String RETRY_AFTER = "Retry-After";

  private final transient Semaphore places = new Semaphore(AT_A_TIME);

  @Inject private transient FeedIntake intake;
  @Inject private transient RefusedCallers refused;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    String path = request.getPathInfo();
    Post post = new Post(request.getRemoteAddr(), path == null ? "" : path.substring(1));
    if (post.feed().length() > LONGEST_ADDRESS) {
      answer(response, HttpServletResponse.SC_NOT_FOUND, problem("there is no such feed"));
      return;
    }
    long wait = refused.secondsToWait(post.caller(), post.feed());
    if (wait > 0) {
      response.setHeader(RETRY_AFTER, Long.toString(wait));
      answer(response, TOO_MANY, problem("too many refused requests from this address"));
      return;
    }
    // Before a place is taken: who sends slowly keeps nobody out.
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      refused.refused(post.caller(), post.feed());
      answer(
          response,
          HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
          problem("the body has more than " + MOST_BYTES + " bytes; nothing of it was done"));
      return;
    }
    if (!places.tryAcquire()) {
      response.setHeader(RETRY_AFTER, "1");
      answer(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          problem("too many requests at a time; nothing of it was done"));
      return;
    }
    try {
      take(
          post,
          new FeedRequest(name -> Optional.ofNullable(request.getHeader(name)), body),
          response);
    } finally {
      places.release();
    }
  }

  /**
   * Who posts where.
   *
   * @param feed the last part of the address
   */
  private record Post(String caller, String feed) {}

  private void take(Post post, FeedRequest request, HttpServletResponse response)
      throws IOException {
    try {
      FeedIntake.Result result = intake.take(post.feed(), request);
      if (!(result instanceof FeedIntake.NoFeed)) {
        refused.isFeed(post.feed());
      }
      if (!(result instanceof FeedIntake.Taken)) {
        refused.refused(post.caller(), post.feed());
      }
      told(response, result);
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "what a feed told could not be stored: {0}", e.toString());
      response.setHeader(RETRY_AFTER, "30");
      answer(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          problem("it cannot be stored now; send it again"));
    }
  }

  private static void told(HttpServletResponse response, FeedIntake.Result result)
      throws IOException {
    if (result instanceof FeedIntake.Taken taken) {
      boolean isBad = taken.taken() + taken.repeated() + taken.passedOver() == 0;
      answer(
          response,
          isBad && !taken.bad().isEmpty()
              ? HttpServletResponse.SC_BAD_REQUEST
              : HttpServletResponse.SC_OK,
          json(taken));
    } else if (result instanceof FeedIntake.Malformed malformed) {
      answer(response, HttpServletResponse.SC_BAD_REQUEST, problem(malformed.why()));
    } else if (result instanceof FeedIntake.NotBelieved not) {
      answer(response, HttpServletResponse.SC_FORBIDDEN, problem(not.why()));
    } else if (result instanceof FeedIntake.NotNow not) {
      response.setHeader(RETRY_AFTER, "30");
      answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, problem(not.why()));
    } else {
      answer(response, HttpServletResponse.SC_NOT_FOUND, problem("there is no such feed"));
    }
  }

  private static JsonObjectBuilder json(FeedIntake.Taken taken) {
    JsonArrayBuilder bad = JSON.createArrayBuilder();
    taken
        .bad()
        .forEach(
            one ->
                bad.add(
                    JSON.createObjectBuilder().add("index", one.index()).add("why", one.why())));
    return JSON.createObjectBuilder()
        .add("taken", taken.taken())
        .add("repeated", taken.repeated())
        .add("passedOver", taken.passedOver())
        .add("bad", bad);
  }

  private static JsonObjectBuilder problem(String why) {
    return JSON.createObjectBuilder().add("detail", why);
  }

  private static void answer(HttpServletResponse response, int status, JsonObjectBuilder json)
      throws IOException {
    byte[] body = json.build().toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
