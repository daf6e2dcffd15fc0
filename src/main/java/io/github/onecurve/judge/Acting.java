package io.github.onecurve.judge;

/**
 * What acting on an insight takes, metered by the judge.
 *
 * @param labels labels paid, those bought while examining included
 * @param trainings how many models are trained to carry it out once
 * @param trainingSteps gradient steps of those trainings; 0 where the trainer does not tell
 * @param parametersChanged parameters of the network that differ from today's; 0 where unknown
 * @param fixedArtefact whether more than a tenth of the parameters was given rather than made here,
 *     or the model was swapped: the luck of making it is then not in the number
 */
public record Acting(
    int labels, int trainings, long trainingSteps, long parametersChanged, boolean fixedArtefact) {}
