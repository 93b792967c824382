import Course
import Laboratory
import Plots
import Translation

/// The figures of chapter 16, "Translation".
enum Chapter16Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let runs = try Measurements("16-\(TranslationRuns.Part.length.rawValue)", in: folder)
    let translator = try TranslationWeights.book(in: folder).translator
    return [
      Figure(name: "16-length", length(runs)),
      Figure(name: "16-alignment", alignment(translator)),
    ]
  }

  /// The share of right numbers by their length, a curve for each seed.
  static func length(_ runs: Measurements) -> LineChart {
    let ways = [TranslationWay.vector, .backwards, .attention]
    return LineChart(
      title: "Whole numbers that are right",
      description:
        "Three groups of curves over numbers of one to four digits. With attention all stay near the "
        + "top. With one vector they fall as the numbers grow longer.",
      x: Axis(label: "digits of the number", range: 1...4),
      y: Axis(label: "right, %", range: 0...102),
      series: ways.enumerated().map { colour, way in
        let points = TranslationRuns.seeds.flatMap { seed in
          runs["\(way.rawValue) \(seed)"].enumerated().map { (x: Double($0 + 1), y: $1) }
            + [(x: .nan, y: .nan)]
        }
        return Series(name: way.name, points: points, colour: colour)
      })
  }

  static func alignment(_ translator: Translator) -> HeatMap {
    var map = HeatMap(
      translator: translator, source: Letters.symbols(of: NumberWords.english(247)) ?? [])
    map.description =
      "A row for each character of zweihundertsiebenundvierzig, a column for each of two hundred and "
      + "forty-seven. For z it looks at the end of hundred, for the s of sieben at the v of seven, and "
      + "for the v of vierzig at the o of forty. Other letters look less clearly."
    return map
  }
}
