"""What Leren met de Stad is: words, life cycles, rights, calendar and city file; standard library only."""
