package io.github.onecurve.judge;

/**
 * What the judge's rows were.
 *
 * @param judged the rows on which systems were priced
 * @param removed the rows left out because they occur among other rows
 * @param equalRecords of those, the rows whose whole record is among other rows
 * @param sharedEntities of those, the rows whose entity is among other rows
 * @param repeatedInputs judged rows whose inputs alone are among other rows
 */
public record JudgedRows(
    int judged, int removed, int equalRecords, int sharedEntities, int repeatedInputs) {}
