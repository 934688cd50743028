package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads a body as one JSON object in UTF-8 (RFC 8259), at most 24 MB; no body is an empty one. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class JsonBodyReader implements MessageBodyReader<JsonBody> {
  /** Ten megabytes of attachments in Base64, and the template around them. */
  static final int MOST_BYTES = 24 * 1024 * 1024;

  /** A name given twice is refused: which of the two was meant, nobody can tell. */
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == JsonBody.class;
  }

  @Override
  public JsonBody readFrom(
      Class<JsonBody> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return read(body);
  }

  static JsonBody read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new MailwrightException(
          ErrorCode.BODY_TOO_LARGE,
          "The body has more than " + MOST_BYTES + " bytes. Nothing was changed.");
    }
    if (bytes.length == 0) {
      return new JsonBody(JsonValue.EMPTY_JSON_OBJECT);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("is not UTF-8", e);
    }
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      refuseUnlessOneObject(text);
      return new JsonBody(reader.readObject());
    } catch (JsonException e) {
      throw malformed("is not one JSON object with each name once", e);
    } catch (RuntimeException e) {
      if (e instanceof MailwrightException refusal) {
        throw refusal;
      }
      // The parser's own way to say: too deep, or a number too long.
      throw malformed("is not JSON that can be read", e);
    }
  }

  /** The reader stops at the end of its object and does not look at what follows. */
  private static void refuseUnlessOneObject(String text) {
    try (JsonParser parser = Json.createParser(new StringReader(text))) {
      if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
        throw malformed("is not a JSON object", null);
      }
      parser.getObject();
      if (parser.hasNext()) {
        throw malformed("goes on after its object", null);
      }
    }
  }

  private static MailwrightException malformed(String what, Exception cause) {
    return new MailwrightException(
        ErrorCode.MALFORMED_BODY, "The body " + what + ". Nothing was changed.", cause);
  }
}
