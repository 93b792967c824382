import Course
import Foundation
import Laboratory
import LinearAlgebra
import UnequalLengths

/// The values of chapter 10, "Unequal lengths".
enum Chapter10Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let runs = PaddingRuns(measured: try Measurements(PaddingRuns.file, in: folder))
    let seconds = try Measurements("10-times", in: folder)
    return hand.merging(experiment(runs, seconds)) { $1 }
  }

  /// The unit of the page: what one word writes, and what padding leaves of it.
  private static var hand: PageValues.List {
    let forget = sigmoid(1.0)
    func cells(_ inputs: [Double]) -> [Double] {
      var cell = 0.0
      return inputs.map { x in
        cell = forget * cell + tanh(2 * x) / 2
        return cell
      }
    }
    let (short, long) = (cells([1, 0, 0]), cells([-1, 0, 1]))
    return [
      "forget": forget, "written": short[0], "beside": short[2],
      "batch": zip(1..., zip(short, long)).map { [Double($0), $1.0, $1.1] },
      "far": cells([1] + Array(repeating: 0, count: 59))[59],
      "small-loss": (2 + 3 + 1 + 3 * 0.01) / 6, "words": Opinions.vocabulary.count,
    ]
  }

  private static func experiment(_ runs: PaddingRuns, _ times: Measurements) -> PageValues.List {
    func ends(_ way: PaddingWay, _ length: Int = PaddingRuns.long) -> [Double] {
      runs.runs(way, length).map { 100 * ($0.last ?? .nan) }
    }
    /// The updates until 99 of 100 answers are right; 0 for a run that does not get there.
    func learnt(_ way: PaddingWay) -> [Double] {
      let all = runs.runs(way).map { 100 * Double(1 + ($0.firstIndex { $0 >= 0.99 } ?? -1)) }
      return [all.min() ?? .nan, all.max() ?? .nan]
    }
    let counts = PaddingRuns.lengths.map { length in ends(.bare, length).count { $0 > 99 } }
    return [
      "ways": PaddingWay.allCases.map { way in
        [ends(way).min() ?? .nan, ends(way).max() ?? .nan]
          + (way == .bare ? [] : learnt(way))
          + [runs.steps(way), times.number("seconds \(way.rawValue)")]
      },
      "learnt": counts,
      "times": times.number("seconds masked") / times.number("seconds trimmed"),
    ]
  }
}
