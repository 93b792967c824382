import Course

/// The commands `course dev …`, in the order of their help.
extension Command {
  package static let authoring: [Command] = [
    .devRelease, .devLint, .devMutants, .devFigures, .devAdding, .devLanguageModel, .devPeers,
    .devTrain, .devMilestone, .devYardsticks, .devWriting, .devPadding, .devCousins, .devForecasts,
    .devGrowth,
    .devWeave, .devSolve, .devBook, .devWasm,
    .devWidgetNumbers, .devWidgetModel, .devWords,
    .devOverfitting, .devOpinions, .devNames, .devTranslation,
  ]
}
