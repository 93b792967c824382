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
    let head = measurementHead(
      "swift run course dev overfitting\(isOfPlaces ? " --places" : "")",
      unit: isOfPlaces
        ? "length 50, squared error before learning and after every hundred updates, by seed"
        : "shares, nats and updates; each mean is followed by its standard deviation")
    let name = isOfPlaces ? AddingPlaces.file : OverfittingMeasurement.file
    let path = "\(Measurements.folder)/\(name).txt"
    try PackageFolder.containing().write(
      ([head] + lines).joined(separator: "\n") + "\n", to: path)
    arguments.terminal.print("Wrote \(path).")
    return .done
  }
}

extension OverfittingMeasurement {
  /// What a function returns for each number below a count, in their order; several run at once.
  static func atOnce<Value: Sendable>(_ count: Int, _ function: @Sendable (Int) -> Value) -> [Value]
  {
    let results = UnsafeMutableBufferPointer<Value?>.allocate(capacity: count)
    results.initialize(repeating: nil)
    defer { results.deinitialize().deallocate() }
    nonisolated(unsafe) let places = results
    DispatchQueue.concurrentPerform(iterations: count) { places[$0] = function($0) }
    return results.compactMap { $0 }
  }

  /// The mean of some numbers, and their standard deviation.
  static func spread(_ numbers: [Double]) -> [Double] {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return [mean, (square / Double(numbers.count - 1)).squareRoot()]
  }

  /// A line of a measurement.
  static func measured(_ name: String, _ numbers: [Double], _ decimals: Int = 4) -> String {
    "\(name): " + numbers.map { fixed($0, decimals) }.joined(separator: " ")
  }
}
