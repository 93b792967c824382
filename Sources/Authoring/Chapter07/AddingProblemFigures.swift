import Course
import Laboratory
import Plots

/// The figure of the adding problem in chapter 07, from what `course dev adding` measured.
enum AddingProblemFigures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [Figure(name: "07-adding-problem", svg: curves(try AddingMeasurements(in: folder)).svg())]
  }

  static let seeds = 1...5

  static func curves(_ measured: AddingMeasurements) -> SmallMultiples {
    SmallMultiples(
      title: "The adding problem, five seeds each",
      description: "Four panels, for sequences of 20, 50, 100 and 200 steps: the error on new "
        + "sequences against steps of learning. The LSTM's five curves lie flat at the error of "
        + "always answering 1, one sixth, and then fall to nearly 0, the later the longer the "
        + "sequences are. The RNN's fall slowly at 20 steps, and at 100 and 200 never.",
      panels: AddingMeasurements.lengths.filter { measured.runs(of: .rnn, length: $0).count >= 5 }
        .map {
          length in
          .line(
            LineChart(
              title: "\(length) steps", description: "",
              x: Axis(label: "steps of the optimiser", range: 0...4_000),
              y: Axis(label: "mean squared error", range: 0...0.2),
              series: [
                Series(
                  name: "always 1",
                  points: [0.0, 4_000].map { (x: $0, y: baseline(length)) }, style: .reference),
                curves(measured, .lstm, length: length),
                curves(measured, .rnn, length: length),
              ]))
        })
  }

  /// Five curves in one colour, with gaps between them.
  private static func curves(
    _ measured: AddingMeasurements, _ cell: AddingCell, length: Int
  ) -> Series {
    let runs = measured.runs(of: cell, length: length).filter { seeds.contains($0.seed) }
    var points: [(x: Double, y: Double)] = []
    for run in runs {
      // Before the first step the error is near 1, far above all that follows.
      for (index, error) in run.errors.enumerated().dropFirst() {
        points.append((x: Double(index * AddingExperiment.interval), y: error))
      }
      points.append((x: .nan, y: .nan))
    }
    return Series(name: cell.name, points: points, colour: cell == .lstm ? 0 : 1)
  }

  /// What answering 1 gives on the sequences that the curves are tested on.
  private static func baseline(_ length: Int) -> Double {
    AddingExperiment(cell: .rnn, length: length, seed: 1).testBaseline
  }
}
