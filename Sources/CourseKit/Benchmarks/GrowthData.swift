/// What `course dev growth --write` measured; chapters/going-fast.md shows it and speaks of it.
/// Unless a size is the one that varies: hidden 128, one layer, batch 32, length 64, vocabulary 96,
/// two threads, an embedding of 64.
enum GrowthData {
  // REGION machine
  static let machine = "AMD EPYC with AVX-512, 2 processors"
  static let date = "21 November 2026"
  // END REGION machine

  // REGION hidden
  // hidden, tokens a second, percent of peak, megabytes
  static let hidden = [
    GrowthPoint(32, 168_000, 37, 28),
    GrowthPoint(64, 93_000, 58, 31),
    GrowthPoint(128, 28_700, 59, 37),
    GrowthPoint(256, 9420, 70, 51),
    GrowthPoint(512, 1550, 37, 90),
    GrowthPoint(1024, 632, 51, 212),
  ]
  // END REGION hidden

  // REGION batch
  // batch, tokens a second, percent of peak, megabytes
  static let batch = [
    GrowthPoint(1, 70_300, 163, 27),
    GrowthPoint(2, 102_000, 191, 27),
    GrowthPoint(4, 39_400, 84, 28),
    GrowthPoint(8, 31_700, 59, 29),
    GrowthPoint(16, 28_200, 53, 31),
    GrowthPoint(32, 24_700, 51, 37),
    GrowthPoint(64, 26_500, 68, 47),
    GrowthPoint(128, 29_900, 71, 68),
    GrowthPoint(256, 32_500, 72, 109),
  ]
  // END REGION batch

  // REGION length
  // length, tokens a second, percent of peak, megabytes
  static let length = [
    GrowthPoint(16, 30_400, 66, 30),
    GrowthPoint(32, 28_200, 68, 32),
    GrowthPoint(64, 28_900, 69, 37),
    GrowthPoint(128, 25_600, 42, 46),
    GrowthPoint(256, 25_500, 61, 64),
    GrowthPoint(512, 25_200, 44, 101),
    GrowthPoint(1024, 28_700, 64, 175),
  ]
  // END REGION length

  // REGION vocabulary
  // vocabulary, tokens a second, percent of peak, megabytes
  static let vocabulary = [
    GrowthPoint(50, 35_900, 75, 36),
    GrowthPoint(200, 23_200, 58, 38),
    GrowthPoint(1000, 9920, 45, 48),
    GrowthPoint(5000, 3040, 48, 94),
    GrowthPoint(20_000, 1100, 57, 267),
    GrowthPoint(50_000, 425, 54, 614),
  ]
  // END REGION vocabulary

  // REGION threads
  // threads, tokens a second, percent of peak, megabytes
  static let threads = [
    GrowthPoint(1, 26_100, 69, 37),
    GrowthPoint(2, 24_400, 54, 37),
  ]
  // END REGION threads
}
