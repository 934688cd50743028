package io.mailwright.audience.imports;

/**
 * What is asked of an import.
 *
 * @param listId the list to change
 * @param onError what becomes of it when a row is rejected
 * @param format {@code CSV} or {@code XLSX}, at most 4 characters, for show: the content decides
 * @param fileName the name it was uploaded with, at most 255 characters, for show
 * @param uploadPath where the file lies on this node, at most 1,000 characters
 * @param createdBy who asked, at most 100 characters
 */
public record NewImport(
    long listId,
    OnError onError,
    String format,
    String fileName,
    String uploadPath,
    String createdBy) {}
