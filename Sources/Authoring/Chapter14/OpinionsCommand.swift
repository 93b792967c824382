import Classification
import Course
import Foundation
import Laboratory

extension Command {
  static let devOpinions = Command(
    name: "dev opinions",
    summary: "measures what chapter 14 reports; a minute",
    usage: "course dev opinions [--weights] [--write]",
    example: "swift run course dev opinions",
    flags: [
      Flag(name: "--weights", help: "trains the networks of the live figure, and no more"),
      Flag(name: "--write", help: "puts it into chapters/measurements/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let (terminal, folder) = (arguments.terminal, try PackageFolder.containing())
    let isWeights = arguments.has("--weights")
    let trained = isWeights ? OpinionsMeasurement.trained() : nil
    let lines = trained.map(OpinionsMeasurement.card) ?? OpinionsMeasurement.lines()
    for line in lines { terminal.print(line) }
    guard arguments.has("--write") else { return .done }
    if let trained { try folder.write(Data(trained.bytes), to: TrainedReviewers.path) }
    try keepMeasurement(
      lines, as: isWeights ? OpinionsMeasurement.liveFile : OpinionsMeasurement.file,
      by: "swift run course dev opinions" + (isWeights ? " --weights" : ""),
      unit: isWeights
        ? "16 units, weights in 16 bits; shares of right verdicts on 500 new reviews"
        : "shares of right verdicts by seed; of complaints means and standard deviations", terminal)
    return .done
  }
}
