"""The values everything else speaks: frozen, standard library only, no files, no clock."""
