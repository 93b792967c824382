import Course
import Laboratory
import Plots

/// The figures of chapter 15, "Names", from what `course dev names` measured.
enum Chapter15Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let file = try Measurements(NamesRuns.file, in: folder)
    func panel(_ title: String, _ place: Int) -> Chart {
      let bars = NamesWay.allCases.map { way in
        (way.short, NamesRuns.runs(way, misled: 10, file).map { $0[place] }.sorted()[2])
      }
      return .bar(
        BarChart(title: title, description: "", bars: bars, end: 100, decimals: 1))
    }
    return [
      Figure(
        name: "15-flattery",
        SmallMultiples(
          title: "What accuracy hides: seven taggers on unseen names, per cent",
          description: "Two panels of seven bars. The shares of right tags lie between 75 and 100. "
            + "F1 begins at 0 and reaches 100.",
          panels: [panel("accuracy of tags", 4), panel("F1 of names", 1)], columns: 2))
    ]
  }
}
