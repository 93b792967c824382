import Course
import Laboratory
import Plots

/// The figures of chapter 10, "Unequal lengths", from what `course dev padding` measured.
enum Chapter10Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let runs = PaddingRuns(measured: try Measurements(PaddingRuns.file, in: folder))
    return [Figure(name: "10-blind", blind(runs))]
  }

  /// Curves in one colour, with gaps between them.
  private static func curves(_ name: String, _ runs: [[Double]], _ colour: Int) -> Series {
    let points = runs.flatMap { run in
      run.enumerated().map { (x: 100 * Double($0 + 1), y: 100 * $1) } + [(x: .nan, y: .nan)]
    }
    return Series(name: name, points: points, colour: colour)
  }

  static func blind(_ runs: PaddingRuns) -> SmallMultiples {
    let masked = curves("masked", runs.runs(.masked), 0)
    return SmallMultiples(
      title: "Padding on the right: with a mask, and read like words",
      description:
        "Four panels: the share of right answers over 1,000 updates, five curves with a "
        + "mask and five without. With the mask all rise to 100 per cent within 300 updates. Without it they "
        + "do so a little later if sentences are padded to 15 steps, and later still at 20. At 30 some "
        + "stay at 50 per cent, and at 60 all do.",
      panels: [15, 20, 30, 60].map { length in
        .lines(
          "padded to \(length)", x: Axis(label: "updates", range: 0...1_000),
          y: Axis(label: "right answers, %", range: 40...102),
          [masked, curves("read like words", runs.runs(.bare, length), 1)])
      })
  }
}
