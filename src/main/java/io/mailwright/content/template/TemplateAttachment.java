package io.mailwright.content.template;

import io.mailwright.content.render.RenderedAttachment;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;

/** A file of one template version. */
@Entity
@Table(name = "template_attachment")
class TemplateAttachment {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  private long id;

  @Column(name = "template_version_id", updatable = false)
  private long versionId;

  private int position;
  private String name;

  @Column(name = "content_type")
  private String contentType;

  @Column(name = "inline_id")
  private String inlineId;

  private byte[] content;

  protected TemplateAttachment() {}

  TemplateAttachment(long versionId, int position, RenderedAttachment attachment) {
    this.versionId = versionId;
    this.position = position;
    this.name = attachment.name();
    this.contentType = attachment.contentType();
    this.inlineId = attachment.inlineId().orElse(null);
    this.content = attachment.bytes();
  }

  RenderedAttachment rendered() {
    return new RenderedAttachment(name, contentType, content, Optional.ofNullable(inlineId));
  }
}
