import Course
import Foundation
import Laboratory

extension Command {
  static let devOverfitting = Command(
    name: "dev overfitting",
    summary: "measures what chapter 12 reports; two minutes, and two more for --places",
    usage: "course dev overfitting [--places] [--write]",
    example: "swift run course dev overfitting --places",
    flags: [
      Flag(name: "--places", help: "the adding problem with dropout in the recurrence"),
      Flag(name: "--write", help: "puts it into chapters/measurements/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let isOfPlaces = arguments.has("--places")
    let lines = isOfPlaces ? AddingPlaces.lines() : OverfittingMeasurement.lines()
    for line in lines { arguments.terminal.print(line) }
    guard arguments.has("--write") else { return .done }
    try keepMeasurement(
      lines, as: isOfPlaces ? AddingPlaces.file : OverfittingMeasurement.file,
      by: "swift run course dev overfitting\(isOfPlaces ? " --places" : "")",
      unit: isOfPlaces
        ? "length 50, squared error before learning and after every hundred updates, by seed"
        : "shares, nats and updates; each mean is followed by its standard deviation",
      arguments.terminal)
    return .done
  }
}
