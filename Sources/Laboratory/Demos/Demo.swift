import Course
import ExerciseSupport
import Plots

/// A demo that runs on the book's solutions or, with `--mine`, on what the reader wrote.
protocol Demo {
  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus
}

extension Demo {
  /// - Parameter isWatched: whether it takes so long that the reader is to see it run.
  func run(_ arguments: ParsedArguments, isWatched: Bool = false) throws -> ExitStatus {
    let folder = try PackageFolder.containing()
    guard arguments.has(Flag.mine.name) else { return try show(in: folder, arguments.terminal) }
    let words = arguments.words.filter { $0 != Flag.mine.name }
    return isWatched
      ? try showWithReadersCode(words, in: folder, arguments.terminal)
      : try rerunWithReadersCode(words, in: folder, arguments.terminal)
  }
}

extension Flag {
  static let mine = Flag("--mine", "runs what you wrote in exercises/")
}

extension Terminal {
  /// Says which exercise was called that is not written, where there is one.
  ///
  /// - Parameter nothing: what there is therefore: `nothing to show`.
  func saysWhatIsUnwritten(_ nothing: String) -> Bool {
    guard let number = unwrittenExercises.map(\.number).min() else { return false }
    print("Exercise \(number) is not written yet, so there is \(nothing).")
    print("Go on with: swift run course check \(number)")
    return true
  }

  /// Sketches a chart between empty lines.
  func sketch(_ chart: LineChart, upTo columns: Int = 80, height: Int) {
    let sketch = chart.sketch(width: min(columns, width), height: height, colour: hasColour)
    print("\n\(sketch)\n")
  }

  /// Writes what was shown as a figure, and says where.
  func keep(_ svg: String, at path: String, in folder: PackageFolder) throws {
    try folder.write(svg, to: path)
    printWrapped("The same as a figure: \(path)")
  }
}
