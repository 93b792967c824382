/// The values of chapter 00, "Before you begin", that are worked out there.
enum Chapter00Values {
  static func all() -> PageValues.List {
    let readings = [18.4, 30, 18.2]
    var believed = 18.0
    let rows = readings.map { reading in
      let (before, kept) = (believed, 0.9 * believed)
      believed = kept + 0.1 * reading
      return [reading, 0.9, before, kept, 0.1, reading, 0.1 * reading, believed]
    }
    return ["beliefs": [[18, 18]] + rows]
  }
}
